// OperatorApi: what whoever runs the machine may ask, on a loopback port of its own: states for Prometheus and one line
// of health. Absent on purpose: anything that counts up with a single request. Whoever keeps a series of such numbers
// keeps when somebody wrote.
// @source docs/decisions/metrics.md
#pragma once

#include "http/routes.h"
#include "relay/services.h"

namespace waymark::relay {

class OperatorApi {
 public:
  OperatorApi(const Services& services, const Quotas& quotas) : services_(services), quotas_(quotas) {}
  /// GET /metrics, GET /healthz.
  void add_routes(http::Routes& routes);

 private:
  void health(http::Responder respond);
  [[nodiscard]] std::string trouble() const;
  [[nodiscard]] std::string metrics() const;

  const Services services_;
  const Quotas quotas_;
};

}  // namespace waymark::relay
