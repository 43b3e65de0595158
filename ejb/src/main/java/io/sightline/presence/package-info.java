/** Whether agents are available, as they say themselves, and since when they have been free. */
package io.sightline.presence;
