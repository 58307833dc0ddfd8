import Foundation
import SemperCommunication
import SemperModel

/// One connection of a client that does nothing but send and receive, from a thread that waits: what is measured is the server.
///
/// It speaks as much HTTP/1.1 as the answers of our own servers need: a head, a length, a body, then the next request.
final class PlainConnection {
  private let socket: Int32
  private let host: String
  private var received: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)

  /// - Parameter port: of a server on this machine's loopback.
  init(port: UInt16) throws {
    host = "127.0.0.1:\(port)"
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
    }
    var now: Int32 = 1
    guard connected == 0, setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &now, socklen_t(4)) == 0 else {
      throw BenchError(.closed)
    }
  }

  deinit { close(socket) }

  /// Sends a JSON document and gives the answer's body; throws where the status is another than 200.
  func post(_ body: [UInt8], to path: String) throws -> [UInt8] {
    let head = [
      "POST \(path) HTTP/1.1", "Host: \(host)", "Content-Type: application/json", "Content-Length: \(body.count)", "",
      "",
    ]
    let request = Array(head.joined(separator: "\r\n").utf8) + body
    var sent = 0
    while sent < request.count {
      let count = request[sent...].withUnsafeBytes { Glibc.write(socket, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BenchError(.closed) }
      sent += count
    }
    let (status, answer) = try answer()
    guard status == 200 else { throw BenchError(.status(status)) }
    return answer
  }

  /// Runs what waits for answers in a thread of its own.
  static func inThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: work)) }
    }
  }

  /// The port of a server's address on loopback.
  static func port(of address: Address) throws -> UInt16 {
    guard let port = URL(string: address.text)?.port.flatMap({ UInt16(exactly: $0) }) else {
      throw BenchError(.unreadable)
    }
    return port
  }

  private func answer() throws -> (status: Int, body: [UInt8]) {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = received.firstRange(of: end) {
        let head = String(decoding: received[..<range.lowerBound], as: UTF8.self).lowercased()
        let (status, length) = try Self.parse(head)
        while received.count < range.upperBound + length { try receive() }
        let body = Array(received[range.upperBound..<(range.upperBound + length)])
        received.removeFirst(range.upperBound + length)
        return (status, body)
      }
      try receive()
    }
  }

  private func receive() throws {
    let count = buffer.withUnsafeMutableBytes { Glibc.read(socket, $0.baseAddress, $0.count) }
    guard count > 0 else { throw BenchError(.closed) }
    received += buffer[..<count]
  }

  private static func parse(_ head: String) throws -> (status: Int, length: Int) {
    let lines = head.split(separator: "\r\n")
    let field = lines.first { $0.hasPrefix("content-length:") }
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
      let length = field?.dropFirst("content-length:".count).drop(while: { $0 == " " }), let length = Int(length)
    else { throw BenchError(.unreadable) }
    return (status, length)
  }
}
