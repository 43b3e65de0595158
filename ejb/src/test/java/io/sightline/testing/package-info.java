/**
 * What tests of this module share: a real database, a clock that is set, a whole domain of beans.
 */
package io.sightline.testing;
