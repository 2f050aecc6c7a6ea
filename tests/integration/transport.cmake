# Real sockets over loopback.
foreach(thing IN ITEMS admission bounds link messages overload)
  hansa_test(transport_${thing}_test LABEL integration SOURCES transport_${thing}_test.cc
    DEPS hansa_transport hansa_crypto)
endforeach()
# Behind proxies as processes.
hansa_test(transport_proxy_test LABEL integration
  SOURCES transport_proxy_test.cc local_proxy.cc
  DEPS hansa_transport hansa_crypto hansa_process)
