import Foundation
import Glibc
import SemperCommunication

/// A TCP connection for bytes that no HTTP client would send. Blocking calls run off the cooperative pool.
final class RawSocket: Sendable {
  struct Failure: Error, CustomStringConvertible { let description: String }
  private let descriptor: Int32

  /// Adopts a connected socket. Reading gives up after 20 seconds, so that a test fails instead of hanging.
  init(adopting descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { Glibc.close(descriptor) }

  static func connect(to address: Address) async throws -> RawSocket {
    guard let port = URLComponents(string: address.text)?.port else { throw Failure(description: "no port") }
    return try await offPool {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var name = loopback(port: port)
      let result = withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard result == 0 else { throw Failure(description: "cannot connect") }
      return RawSocket(adopting: descriptor)
    }
  }

  static func loopback(port: Int) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = in_port_t(port).bigEndian
    name.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return name
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws {
    try await offPool { [descriptor] in
      var done = 0
      while done < bytes.count {
        let count = bytes.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { throw Failure(description: "the other side has closed") }
        done += count
      }
    }
  }

  /// At most so many bytes; empty when the other side has closed or reset.
  func receive(upTo count: Int = 65536) async throws -> [UInt8] {
    try await offPool { [descriptor] in
      var received = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        received = recv(descriptor, buffer.baseAddress, count, 0)
        initialized = max(received, 0)
      }
      guard received >= 0 || errno == ECONNRESET else { throw Failure(description: "nothing came for 20 seconds") }
      return bytes
    }
  }

  /// Everything until the other side closes.
  func receiveAll() async throws -> String {
    var all: [UInt8] = []
    while true {
      let bytes = try await receive()
      guard !bytes.isEmpty else { return String(decoding: all, as: UTF8.self) }
      all += bytes
    }
  }

  /// Until this text has come; the connection stays open.
  func receive(until text: String) async throws -> String {
    var all = ""
    while !all.contains(text) {
      let bytes = try await receive()
      guard !bytes.isEmpty else { throw Failure(description: "closed after “\(all)”") }
      all += String(decoding: bytes, as: UTF8.self)
    }
    return all
  }

  func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// Runs a blocking body on a thread of its own, where it keeps no task from running. (Dispatch's global queues share
/// their threads with tasks here.)
func offPool<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
  }
}
