# What tests of the two machines share: job files, and a publisher in memory.
hansa_library(hansa_machine_support
  SOURCES job_file.cc memory_publisher.cc
  DEPS hansa_coordinator_core hansa_job hansa_model hansa_codec hansa_crypto hansa_base)
