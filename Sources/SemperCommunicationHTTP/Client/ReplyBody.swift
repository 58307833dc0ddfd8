import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import SemperCommunication

/// The body of an answer, bounded before it is read and held against the length that was announced.
struct ReplyBody {
  private let body: HTTPClientResponse.Body
  private let largest: Int
  private let announced: Int?

  init(_ response: HTTPClientResponse, largest: Int) throws {
    announced = response.headers.first(name: "content-length").flatMap { Int($0) }
    guard announced ?? 0 <= largest else { throw Self.tooLarge(largest) }
    let encoding = response.headers.first(name: "content-encoding") ?? "identity"
    guard encoding == "identity" else {
      throw TransportError(.malformed, "the answer is encoded, which was not asked for")
    }
    body = response.body
    self.largest = largest
  }

  func collect() async throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(announced ?? 0)
    try await read { bytes += $0.readBytes(length: $0.readableBytes) ?? [] }
    return bytes
  }

  /// Hands over the pieces as arrays of their own.
  func deliver(_ piece: ([UInt8]) async throws -> Void) async throws {
    try await read { buffer in
      guard let bytes = buffer.readBytes(length: buffer.readableBytes), !bytes.isEmpty else { return }
      try await piece(bytes)
    }
  }

  private func read(_ take: (inout ByteBuffer) async throws -> Void) async throws {
    var count = 0
    for try await buffer in body {
      count += buffer.readableBytes
      guard count <= largest else { throw Self.tooLarge(largest) }
      var buffer = buffer
      try await take(&buffer)
    }
    try Task.checkCancellation()
    guard announced == nil || announced == count else {
      throw TransportError(.interrupted, "the answer ended before its length")
    }
  }

  private static func tooLarge(_ largest: Int) -> TransportError {
    TransportError(.tooLarge, "the answer is larger than the \(largest) bytes that are accepted")
  }
}
