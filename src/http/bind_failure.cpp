#include "http/bind_failure.h"

namespace waymark::http {

std::string_view why_not(const Error& error) {
  switch (error.code) {
    case Code::kConflict: return "is another program there?";
    case Code::kNotFound:
      return "this machine does not have it (`ip address` lists what it has). Without IPv6, put an IPv4 address such "
             "as "
             "127.0.0.1 there.";
    case Code::kDenied: return "this user may not take a port below 1024. Take a higher one, behind the web server.";
    default: return "the system refuses it.";
  }
}

}  // namespace waymark::http
