# The supervisor against a child that breaks the protocol in every way; needs no LibTorch.
add_executable(trainer_odd_child trainer_odd_child.cc)
target_include_directories(trainer_odd_child PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(trainer_odd_child PRIVATE hansa_trainer_protocol hansa_base hansa_proto_v1 hansa_warnings)
set_target_properties(trainer_odd_child PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)

hansa_test(integration_trainer_process LABEL integration
  SOURCES trainer_process_test.cc
  DEPS hansa_client_trainer
  NEEDS trainer_odd_child)
target_compile_definitions(integration_trainer_process PRIVATE
                           ODD_CHILD="${CMAKE_BINARY_DIR}/tests/trainer_odd_child")

# The supervisor and the real trainer.
if(HANSA_TORCH)
  hansa_test(integration_trainer LABEL learning
    SOURCES trainer_client_test.cc trainer_requests_test.cc
    DEPS hansa_client_trainer hansa_model
    NEEDS hansa-trainer)
  # Apart: it makes its files with LibTorch.
  hansa_test(integration_trainer_script LABEL learning
    SOURCES trainer_script_test.cc
    DEPS hansa_client_trainer hansa_model ${TORCH_LIBRARIES}
    NEEDS hansa-trainer)
endif()
