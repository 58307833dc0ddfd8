import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SemperCommunication

extension TransportError {
  /// What an error of the libraries below means to who sent the request. Whether it was carried out stays unknown.
  init(http error: any Error, at address: Address) {
    switch error {
    case let error as TransportError: self = error
    case let error as HTTPClientError: self.init(client: error, at: address)
    case is NIOConnectionError:
      self = Self.silence(at: address)
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
      self.init(.unreachable, "no secure connection: the certificate shown is not one that is trusted here")
    case HTTPParserError.invalidEOFState:
      self.init(.interrupted, "the connection broke before the answer was complete")
    case is HTTPParserError: self.init(.malformed, "the answer is not HTTP")
    case let error as IOError where Self.noConnection.contains(error.errnoCode):
      self = Self.silence(at: address)
    case ChannelError.connectTimeout:
      self = Self.silence(at: address)
    default: self.init(.interrupted, "the connection broke before the answer was complete")
    }
  }

  private static let noConnection: Set<CInt> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT]

  private static func silence(at address: Address) -> TransportError {
    TransportError(.unreachable, "nobody answers at \(address); check the address and whether the role runs")
  }

  private init(client error: HTTPClientError, at address: Address) {
    switch error {
    case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout:
      self.init(.timedOut, "no answer came in time")
    case .connectTimeout, .tlsHandshakeTimeout:
      self = Self.silence(at: address)
    case .bodyLengthMismatch, .invalidURL, .emptyHost:
      self.init(.malformed, "the answer is not HTTP as it should be")
    default: self.init(.interrupted, "the connection broke before the answer was complete")
    }
  }
}
