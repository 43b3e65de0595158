package io.sightline.it.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of docs/architecture.md, read from the compiled classes of every module. */
@AnalyzeClasses(packages = "io.sightline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {
    "io.sightline.media.stun..",
    "io.sightline.media.ice..",
    "io.sightline.media.demux..",
    "io.sightline.media.rtp..",
    "io.sightline.media.rtcp..",
    "io.sightline.media.srtp..",
    "io.sightline.media.stream..",
    "io.sightline.media.rate..",
    "io.sightline.media.raw..",
    "io.sightline.media.foreign.."
  };
  private static final String[] ADAPTER = {
    "io.sightline.media.adapter..",
    "io.sightline.media.transport..",
    "io.sightline.media.dtls..",
    "io.sightline.media.forwarding..",
    "io.sightline.media.recorder..",
    "io.sightline.media.server..",
    "io.sightline.media.management.."
  };
  private static final String[] OURS = {"io.sightline.."};
  private static final String[] TEST_SUPPORT = {"io.sightline.testsupport..", "io.sightline.it.."};

  private static final DescribedPredicate<JavaClass> ENTITY =
      DescribedPredicate.describe(
          "entities", type -> type.isAnnotatedWith("jakarta.persistence.Entity"));

  /** The domain: everything of ours that is neither media plane, web, mixer nor test support. */
  private static final DescribedPredicate<JavaClass> DOMAIN =
      resideInAnyPackage(OURS)
          .and(
              DescribedPredicate.not(
                  resideInAnyPackage(
                      "io.sightline.media..",
                      "io.sightline.web..",
                      "io.sightline.mixer..",
                      "io.sightline.benchmarks..",
                      "io.sightline.testsupport..",
                      "io.sightline.it..")));

  @ArchTest
  static final ArchRule contractStandsAlone =
      noClasses()
          .that()
          .resideInAnyPackage("io.sightline.media.api..", "io.sightline.media.store..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(OURS)
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(
                              "io.sightline.media.api..", "io.sightline.media.store.."))));

  @ArchTest
  static final ArchRule coreKnowsNobody =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(OURS).and(DescribedPredicate.not(resideInAnyPackage(CORE))));

  @ArchTest
  static final ArchRule coreHasNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.nio.channels..",
                  "java.nio.file..",
                  "java.util.logging..",
                  "java.util.concurrent..",
                  "jakarta.."))
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule nobodyImportsTheAdapter =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sightline.media.adapter..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.sightline.media.adapter.."));

  @ArchTest
  static final ArchRule mediaPlaneKnowsNoDomain =
      noClasses()
          .that()
          .resideInAnyPackage(ADAPTER)
          .should()
          .dependOnClassesThat(DOMAIN.or(resideInAPackage("io.sightline.web..")));

  @ArchTest
  static final ArchRule onlyTheGatewaySpeaksToTheMediaServer =
      noClasses()
          .that(DOMAIN)
          .and()
          .resideOutsideOfPackage("io.sightline.gateway..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.sightline.media.api.."));

  @ArchTest
  static final ArchRule domainKnowsNoMediaPlane =
      noClasses()
          .that(DOMAIN)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(CORE)
                  .or(resideInAnyPackage(ADAPTER))
                  .or(resideInAnyPackage("io.sightline.web..", "io.sightline.mixer..")));

  @ArchTest
  static final ArchRule webKnowsNoMedia =
      noClasses()
          .that()
          .resideInAPackage("io.sightline.web..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.sightline.media.api..", "io.sightline.mixer..")
                  .or(resideInAnyPackage(CORE))
                  .or(resideInAnyPackage(ADAPTER)));

  @ArchTest
  static final ArchRule entitiesNeverLeaveTheDomain =
      noClasses()
          .that()
          .resideInAPackage("io.sightline.web..")
          .should()
          .dependOnClassesThat(ENTITY);

  @ArchTest
  static final ArchRule mixerIsAProgramOfItsOwn =
      noClasses()
          .that()
          .resideInAPackage("io.sightline.mixer..")
          .should()
          .dependOnClassesThat(
              DOMAIN.or(resideInAnyPackage(ADAPTER)).or(resideInAPackage("io.sightline.web..")));

  @ArchTest
  static final ArchRule testSupportSharesNoMediaCode =
      noClasses()
          .that()
          .resideInAnyPackage(TEST_SUPPORT)
          .should()
          .dependOnClassesThat(resideInAnyPackage(CORE).or(resideInAnyPackage(ADAPTER)));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.sightline.media.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule plainNames =
      classes()
          .that()
          .resideInAnyPackage(OURS)
          .and()
          .areTopLevelClasses()
          .should()
          .haveNameNotMatching(".*(Utils|Util|Impl|Manager|Helper|2)$");
}
