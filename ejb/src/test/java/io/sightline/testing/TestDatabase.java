package io.sightline.testing;

import io.sightline.schema.SchemaMigration;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import jakarta.transaction.Transactional;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import net.bytebuddy.matcher.ElementMatchers;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.jpa.HibernatePersistenceProvider;

/**
 * A fresh H2 database in memory, migrated as in production, with Hibernate over all entities of the
 * module and transactions as {@code @Transactional} promises them.
 */
public final class TestDatabase implements AutoCloseable {
  private final JdbcConnectionPool pool;
  private final EntityManagerFactory factory;
  private static final ThreadLocal<EntityManager> CURRENT = new ThreadLocal<>();

  public TestDatabase() {
    pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", "");
    pool.setMaxConnections(40);
    SchemaMigration.migrate(pool);
    factory =
        new HibernatePersistenceProvider()
            .createContainerEntityManagerFactory(
                new Unit(pool), Map.of("hibernate.hbm2ddl.auto", "validate"));
  }

  public DataSource dataSource() {
    return pool;
  }

  /** The entity manager of the calling thread's transaction. */
  public EntityManager entityManager() {
    return (EntityManager)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              EntityManager bound = CURRENT.get();
              if (bound == null) {
                throw new IllegalStateException("no transaction: " + method.getName());
              }
              try {
                return method.invoke(bound, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** A bean whose {@code @Transactional} methods run in transactions. */
  public <T> T transactional(Class<T> type, Object... arguments) {
    Class<? extends T> woven =
        new ByteBuddy()
            .subclass(type)
            .method(ElementMatchers.isAnnotatedWith(Transactional.class))
            .intercept(MethodDelegation.to(new Weaver()))
            .make()
            .load(
                type.getClassLoader(),
                net.bytebuddy.dynamic.loading.ClassLoadingStrategy.Default.INJECTION)
            .getLoaded();
    try {
      var constructor =
          Arrays.stream(woven.getConstructors())
              .filter(each -> each.getParameterCount() == arguments.length)
              .findFirst()
              .orElseThrow();
      return type.cast(constructor.newInstance(arguments));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Runs in a transaction; one that the thread has already is joined. */
  public <T> T inTransaction(Supplier<T> work) {
    if (CURRENT.get() != null) {
      return work.get();
    }
    EntityManager entities = factory.createEntityManager();
    CURRENT.set(entities);
    try {
      entities.getTransaction().begin();
      T result = work.get();
      entities.getTransaction().commit();
      return result;
    } finally {
      CURRENT.remove();
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  @Override
  public void close() {
    factory.close();
    pool.dispose();
  }

  /** Wraps the methods of woven beans. */
  public final class Weaver {
    /** Called instead of the method. */
    @RuntimeType
    public Object around(@SuperCall Callable<Object> method) {
      return inTransaction(
          () -> {
            try {
              return method.call();
            } catch (RuntimeException failure) {
              throw failure;
            } catch (Exception checked) {
              throw new IllegalStateException(checked);
            }
          });
    }
  }

  private record Unit(DataSource pool) implements PersistenceUnitInfo {
    @Override
    public String getPersistenceUnitName() {
      return "sightline";
    }

    @Override
    public String getPersistenceProviderClassName() {
      return HibernatePersistenceProvider.class.getName();
    }

    @Override
    public PersistenceUnitTransactionType getTransactionType() {
      return PersistenceUnitTransactionType.RESOURCE_LOCAL;
    }

    @Override
    public DataSource getJtaDataSource() {
      return null;
    }

    @Override
    public DataSource getNonJtaDataSource() {
      return pool;
    }

    @Override
    public List<String> getMappingFileNames() {
      return List.of();
    }

    @Override
    public List<URL> getJarFileUrls() {
      return List.of();
    }

    @Override
    public URL getPersistenceUnitRootUrl() {
      return SchemaMigration.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public List<String> getManagedClassNames() {
      return List.of();
    }

    @Override
    public boolean excludeUnlistedClasses() {
      return false;
    }

    @Override
    public SharedCacheMode getSharedCacheMode() {
      return SharedCacheMode.NONE;
    }

    @Override
    public ValidationMode getValidationMode() {
      return ValidationMode.NONE;
    }

    @Override
    public Properties getProperties() {
      Properties properties = new Properties();
      properties.setProperty("hibernate.timezone.default_storage", "NORMALIZE_UTC");
      properties.setProperty("hibernate.jdbc.time_zone", "UTC");
      return properties;
    }

    @Override
    public String getPersistenceXMLSchemaVersion() {
      return "3.0";
    }

    @Override
    public ClassLoader getClassLoader() {
      return Unit.class.getClassLoader();
    }

    @Override
    public void addTransformer(ClassTransformer transformer) {
      // entities are used as compiled
    }

    @Override
    public ClassLoader getNewTempClassLoader() {
      return null;
    }
  }
}
