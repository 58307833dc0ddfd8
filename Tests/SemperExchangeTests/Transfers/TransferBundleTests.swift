import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperExchange

/// What each side can show of a transfer, from what it has journalled.
@Suite struct TransferBundleTests {
  private static func decoded(_ bundle: TransferBundle) throws -> TransferBundle {
    try TransferBundle(canonicalBytes: bundle.canonicalBytes, limits: TransferBundle.limits)
  }

  @Test func aSenderShowsAllThatCameBack() async throws {
    let parcel = try Parcel(recipients: 1, withAgent: true)
    let prepared = try await parcel.prepared()
    let manifest = prepared.content
    let key = parcel.recipients[0].key.thumbprint
    let receipt = try parcel.receipt(0, for: manifest)
    let bundle = try TransferBundle(
      sent: [
        .opened(parcel.order), .prepared(prepared), .submitted(try parcel.submission(0, of: manifest), for: key),
        .transported(try parcel.transport(0, of: manifest), to: key), .replied(.kept(receipt), from: key),
        .replied(.kept(receipt), from: key), .timePassed(Parcel.start),
      ], agents: [parcel.agent.publicKey], roles: [])
    let verdict = TransferJudge.judge(try Self.decoded(bundle), trusted: [parcel.agent.thumbprint])
    #expect(verdict.faults.isEmpty && verdict.conclusions.count == 5)
    #expect(verdict.proves(.received(by: key)) && verdict.proves(.content(parcel.order.package)))
    #expect(throws: CodingError.self) { try TransferBundle(sent: [.opened(parcel.order)], agents: [], roles: []) }
  }

  @Test func aRecipientShowsFromWhomItHasWhat() async throws {
    let parcel = try Parcel(recipients: 1)
    let letter = try await parcel.letter()
    let (key, sealing) = (parcel.recipients[0].key, parcel.recipients[0].sealing)
    var machine = TransferRecipientMachine()
    #expect(throws: CodingError.self) {
      try TransferBundle(taken: machine, by: key.thumbprint, openedWith: sealing, roles: [])
    }
    let receipt = try parcel.receipt(0, for: letter.journalledManifest)
    for event in [TransferRecipientEvent.arrived(letter), .judged(nil), .kept, .signed(receipt)] {
      _ = machine.handle(event, at: Parcel.start)
    }
    let bundle = try TransferBundle(taken: machine, by: key.thumbprint, openedWith: sealing, roles: [])
    let verdict = TransferJudge.judge(try Self.decoded(bundle), trusted: [])
    #expect(verdict.proves(.originated(by: parcel.sender.thumbprint)))
    #expect(verdict.proves(.content(parcel.order.package)))
    // Without the key that opens the package nobody can say what was in it.
    let closed = try TransferBundle(taken: machine, by: key.thumbprint, openedWith: nil, roles: [])
    #expect(!TransferJudge.judge(closed, trusted: []).proves(.content(parcel.order.package)))
  }

  @Test func rolesAreSortedAndNeverAnEmptyList() async throws {
    let parcel = try Parcel(recipients: 1)
    let manifest = try await parcel.prepared().content
    let roles = try [parcel.submission(0, of: manifest), parcel.transport(0, of: manifest)]
    let bundle = try TransferBundle(manifest: manifest, statements: [], roles: roles)
    #expect(try Self.decoded(bundle) == bundle)
    #expect(bundle == (try TransferBundle(manifest: manifest, statements: [], roles: roles.reversed())))
    guard case .object(let object) = bundle.json else { preconditionFailure("a bundle is an object") }
    for wrong: [SignedStatement] in [[], bundle.roles.reversed()] {
      #expect(throws: CodingError.self) { try TransferBundle(json: .object(object.with("roles", wrong.json))) }
    }
  }
}
