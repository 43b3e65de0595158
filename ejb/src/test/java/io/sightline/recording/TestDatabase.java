package io.sightline.recording;

import io.sightline.call.Call;
import io.sightline.call.Participant;
import io.sightline.call.Session;
import io.sightline.composition.CompositionJob;
import io.sightline.queue.EntryCall;
import io.sightline.queue.EntryPoint;
import io.sightline.schema.SchemaMigration;
import io.sightline.tenant.Tenant;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A real H2 in memory with the real migrations, and transactions like the container's. */
public final class TestDatabase implements AutoCloseable {
  private final SessionFactory factory;
  private static final ThreadLocal<EntityManager> CURRENT = new ThreadLocal<>();
  private final EntityManager entities;

  public TestDatabase() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    SchemaMigration.migrate(source);
    Configuration configuration = new Configuration();
    configuration.getProperties().put("hibernate.connection.datasource", source);
    configuration.setProperty("hibernate.hbm2ddl.auto", "validate");
    configuration.setProperty("hibernate.timezone.default_storage", "NORMALIZE_UTC");
    configuration.setProperty("hibernate.jdbc.time_zone", "UTC");
    for (Class<?> entity :
        new Class<?>[] {
          Tenant.class,
          Call.class,
          Participant.class,
          Session.class,
          EntryPoint.class,
          EntryCall.class,
          TenantKey.class,
          Recording.class,
          Rendition.class,
          RecordingTruth.class,
          CompositionJob.class
        }) {
      configuration.addAnnotatedClass(entity);
    }
    factory = configuration.buildSessionFactory();
    entities =
        (EntityManager)
            Proxy.newProxyInstance(
                TestDatabase.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, arguments) -> {
                  try {
                    return method.invoke(CURRENT.get(), arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  /** Joins the transaction of the calling thread. */
  public EntityManager entities() {
    return entities;
  }

  /** Carries work out in a transaction of its own; an outer one of this thread waits meanwhile. */
  public <T> T inNew(Callable<T> work) {
    EntityManager outer = CURRENT.get();
    EntityManager own = factory.createEntityManager();
    CURRENT.set(own);
    try {
      own.getTransaction().begin();
      T result = work.call();
      own.getTransaction().commit();
      return result;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      if (own.getTransaction().isActive()) {
        own.getTransaction().rollback();
      }
      own.close();
      CURRENT.set(outer);
    }
  }

  /** Carries work out in a transaction of its own. */
  public void run(Runnable work) {
    inNew(
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public void close() {
    factory.close();
  }
}
