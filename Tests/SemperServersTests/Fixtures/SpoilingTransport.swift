import Foundation
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel

/// Lets the buyer's disk lose what was downloaded, at the moment when the seller's opening arrives for it.
struct SpoilingTransport: Transport {
  enum Loss: String, CaseIterable {
    case removed, shortened, damaged
  }

  let next: any Transport
  let loss: Loss
  /// Where the wallet keeps its downloads.
  let directory: String
  let losses: Counter

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let reply = try await next.send(request, to: address, largest: largest, within: within)
    if losses.value == 0, request.method == .get, request.path.hasSuffix("/messages"),
      try [SignedStatement](json: CanonicalJSON.parse(reply.body)).contains(where: { $0.kind == .openOriginator })
    {
      try spoil()
    }
    return reply
  }

  private func spoil() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasSuffix(".ciphertext") {
      let file = URL(filePath: "\(directory)/\(name)")
      var bytes = try Data(contentsOf: file)
      switch loss {
      case .removed: try FileManager.default.removeItem(at: file)
      case .shortened: try bytes.dropLast(bytes.count / 2).write(to: file)
      case .damaged:
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
      }
      losses.add()
    }
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}
