# One coordinator session and n site sessions in memory.
hansa_library(hansa_secagg_loopback
  SOURCES secagg_loopback.cc secagg_site.cc
  DEPS hansa_certified_site hansa_client_secagg hansa_coordinator_secagg)
