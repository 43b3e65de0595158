/** What holds for every HTTP answer: security headers and the routing of pages. */
package io.sightline.web;
