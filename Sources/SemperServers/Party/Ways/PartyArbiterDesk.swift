import Foundation
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements

/// A party's way to its arbiter over any transport.
struct PartyArbiterDesk: ArbiterDesk {
  private let calls: ArbiterClient
  private let data: ArbiterDataClient
  private let time: any TimeSource

  init(transport: any Transport, address: Address, time: any TimeSource) {
    self.time = time
    calls = ArbiterClient(transport: transport, address: address)
    data = ArbiterDataClient(transport: transport, address: address)
  }

  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer { try await calls.call(statement) }

  func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool {
    let grant = try await data.grant(claim.record, query: claim.query)
    return try await data.received(locked, under: grant) == locked.length
  }

  /// Through a file without a name of its own: what is there of it is gone with this process.
  func ciphertext(
    _ locked: LockedData, under claim: DataClaim
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    let grant = try await data.grant(claim.record, query: claim.query)
    let file = FileManager.default.temporaryDirectory.appending(path: "semper-kept-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try await data.download(locked, under: grant, to: file.path, time: time)
    return ForwardReader.pieces(of: try FileHandle(forReadingFrom: file))
  }

  func leave(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
  ) async throws {
    let grant = try await data.grant(claim.record, query: claim.query)
    let reader = ForwardReader(ciphertext)
    try await data.upload(locked, under: grant) { offset, count in try await reader.read(count, at: offset) }
  }
}
