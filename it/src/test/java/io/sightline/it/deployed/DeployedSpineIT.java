package io.sightline.it.deployed;

import io.sightline.it.SpineIT;
import java.io.File;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The built EAR as it is, deployed to the server that {@code arquillian.launch} names. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DeployedSpineIT extends SpineIT {
  @Deployment(testable = false)
  static EnterpriseArchive application() {
    return ShrinkWrap.createFromZipFile(
        EnterpriseArchive.class, new File(System.getProperty("sightline.it.ear")));
  }
}
