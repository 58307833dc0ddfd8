import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperModel

/// A bank's way to the auditor of its mint.
struct AuditorClient: Sendable {
  private static let largest = 4 << 20
  private static let patience = Span(seconds: 20)

  let transport: any Transport
  let address: Address

  func countersign(_ submission: KeyListSubmission) async throws -> [AuditedKeyList] {
    try await transport.send(
      Request(.post, "/mints", contentType: "application/json", body: submission.canonicalBytes), to: address,
      largest: Self.largest, within: Self.patience
    ).value(largest: Self.largest)
  }
}
