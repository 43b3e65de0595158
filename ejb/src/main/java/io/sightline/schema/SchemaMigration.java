package io.sightline.schema;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema to this version before anything uses it. Beans that touch the database at start
 * name this one in {@code @DependsOn}. A failed migration keeps the application from starting.
 *
 * <p>The empty file {@code db/migration/flyway.location} lets Flyway find its scripts in class
 * loaders that cannot list directories; without it nothing would be migrated, silently. That is why
 * an empty result on an empty schema counts as a failure here. The one in {@code db/callback},
 * where Flyway looks for callbacks of which there are none, keeps it from reporting an error.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaMigration {
  private static final Logger LOG = System.getLogger(SchemaMigration.class.getName());

  @Resource(name = "jdbc/sightline")
  private DataSource dataSource;

  @PostConstruct
  void migrate() {
    LOG.log(Level.INFO, "schema version={0}", migrate(dataSource));
  }

  /**
   * Migrates a database; a no-op on an up-to-date one.
   *
   * @return the version it is at
   */
  public static String migrate(DataSource dataSource) {
    Flyway flyway =
        Flyway.configure(SchemaMigration.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/migration")
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load();
    MigrateResult result = flyway.migrate();
    var current = flyway.info().current();
    if (current == null
        || current.getVersion() == null
        || "0".equals(current.getVersion().toString())) {
      throw new IllegalStateException("No migration scripts were found in db/migration");
    }
    if (result.migrationsExecuted > 0) {
      LOG.log(Level.INFO, "schema migrations executed={0}", result.migrationsExecuted);
    }
    return current.getVersion().toString();
  }
}
