/** Whether agents are available, as they say themselves. Who is in a call is the call's to say. */
package io.sightline.presence;
