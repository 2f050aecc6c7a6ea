# What can go wrong around a fleet, and what it does then: tests/README.md has the table.
hansa_library(hansa_test_faults
  SOURCES faulty_link.cc held_round.cc local_proxy.cc memory_group.cc network_namespace.cc process_tree.cc random_message.cc
          rough_link.cc small_disk.cc stormed_coordinator.cc thousand_sites.cc
  DEPS hansa_test_fleet hansa_local_fleet hansa_transport hansa_identity hansa_crypto hansa_process hansa_proto_v1)
# Preloaded into programs whose reads are to fail.
add_library(failing_reads MODULE ${CMAKE_SOURCE_DIR}/tests/support/failing_reads.cc)
target_link_libraries(failing_reads PRIVATE hansa_warnings ${CMAKE_DL_LIBS})
set_target_properties(failing_reads PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
if(HANSA_TORCH)
  hansa_test(faults_test LABEL integration TIMEOUT 300
    SOURCES any_mess_test.cc failing_reads_test.cc garbage_test.cc lost_file_test.cc memory_limit_test.cc odd_site.cc odd_trainer_test.cc returning_sites_test.cc
            rough_link_test.cc slow_link_test.cc thin_bulk_test.cc
    DEPS hansa_test_faults
    NEEDS hansa hansa-client hansa-coordinator hansa-trainer trainer_odd_child failing_reads)
  target_compile_definitions(faults_test PRIVATE HANSA_FAILING_READS_LIBRARY="${CMAKE_BINARY_DIR}/tests/failing_reads.so")
endif()
