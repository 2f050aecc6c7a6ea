# Real sockets over loopback.
foreach(thing IN ITEMS admission bounds link messages overload)
  hansa_test(transport_${thing}_test LABEL integration SOURCES transport_${thing}_test.cc
    DEPS hansa_transport hansa_crypto)
endforeach()
