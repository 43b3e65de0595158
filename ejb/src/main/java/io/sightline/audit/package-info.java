/** Who did what and when. Rows are added in the transaction of the deed and never changed. */
package io.sightline.audit;
