hansa_test(unit_secagg_dropout LABEL unit SOURCES secagg_dropout_test.cc DEPS hansa_secagg_loopback TIMEOUT 300)
