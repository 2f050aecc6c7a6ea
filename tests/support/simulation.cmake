# What tests of simulated fleets share.
hansa_library(hansa_simulation_support
  SOURCES fleet_checks.cc
  DEPS hansa_simulation GTest::gtest)
