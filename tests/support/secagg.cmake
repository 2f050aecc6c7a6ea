# One coordinator session and n site sessions in memory.
hansa_library(hansa_secagg_loopback
  SOURCES secagg_loopback.cc secagg_site.cc
  DEPS hansa_certified_site hansa_client_secagg hansa_coordinator_secagg)
# Sessions in which a site cheats.
hansa_library(hansa_culprit_session
  SOURCES culprit_session.cc
  DEPS hansa_identity hansa_secagg_loopback hansa_transcript)
# Transcripts of such sessions.
hansa_library(hansa_recorded_session
  SOURCES recorded_session.cc
  DEPS hansa_identity hansa_secagg_loopback hansa_transcript)
