package io.sightline.schema;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Lets beans have the container's transaction-scoped entity manager by injection. */
@ApplicationScoped
public class EntityManagerSource {
  @Produces
  @Dependent
  @PersistenceContext(unitName = "sightline")
  private EntityManager entityManager;

  /** Joins the current transaction at every use; safe from any thread. */
  public EntityManager entityManager() {
    return entityManager;
  }
}
