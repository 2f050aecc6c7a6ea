if(HANSA_TORCH)
  hansa_test(unit_learning LABEL learning
    SOURCES learning_apply_test.cc learning_architectures_test.cc learning_class_counts_test.cc
            learning_data_view_test.cc learning_device_test.cc learning_gradient_test.cc learning_metrics_test.cc
            learning_network_module_test.cc learning_networks_test.cc learning_optimizer_test.cc
            learning_script_test.cc learning_shuffle_test.cc learning_train_test.cc
    DEPS hansa_bare_network hansa_client_learning ${TORCH_LIBRARIES})
endif()
