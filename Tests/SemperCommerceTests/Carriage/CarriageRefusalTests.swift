import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import Testing

/// What is no carrier's word on this parcel counts for nobody, and who shows it is told why.
@Suite struct CarriageRefusalTests {
  enum Fault: String, CaseIterable, Sendable {
    case forged, unsigned, uncertified, byASeller, byAnotherCarrier, byAnUnknownAuthority
    case anotherParcel, anotherDeal, anotherStep, anotherAddress, noAddress, beforeItWasSent, afterItWasShown, tooMany

    var code: RefusalCode {
      switch self {
      case .forged: .badSignature
      case .byAnotherCarrier: .wrongSigner
      case .unsigned, .uncertified, .byASeller, .byAnUnknownAuthority: .untrusted
      case .anotherParcel, .anotherDeal, .anotherStep, .anotherAddress, .noAddress, .beforeItWasSent: .outsideTerms
      case .afterItWasShown: .expired
      case .tooMany: .tooLarge
      }
    }

    func statements(_ world: CarriageWorld) throws -> [SignedStatement] {
      let (deal, turn) = (world.fair.deal, world.sent.act.turn)
      var numbers = SystemRandomNumberGenerator()
      switch self {
      case .forged: return [try world.statement(.delivered).changed()]
      case .unsigned: return [try world.statement(.delivered, by: SigningKey(), as: nil)]
      case .uncertified: return [try world.statement(.delivered, as: nil)]
      case .byASeller: return [try world.statement(.delivered, as: .asSeller)]
      case .byAnotherCarrier: return [try world.statement(.delivered, as: .another)]
      case .byAnUnknownAuthority: return [try world.statement(.delivered, as: .foreign)]
      case .anotherParcel: return [try world.statement(.delivered, parcel: "SD-0002")]
      case .anotherDeal:
        let other = Consignment(deal: ID(using: &numbers), turn: turn, address: ["sample"])
        return [try world.statement(.delivered, in: other)]
      case .anotherStep:
        return [try world.statement(.delivered, in: Consignment(deal: deal, turn: turn + 1, address: ["sample"]))]
      case .anotherAddress:
        return [try world.statement(.delivered, in: Consignment(deal: deal, turn: turn, address: ["a friend"]))]
      case .noAddress: return [try world.statement(.delivered, in: Consignment(deal: deal, turn: turn, address: nil))]
      case .beforeItWasSent: return [try world.statement(.delivered, day: -30)]
      case .afterItWasShown:
        return [try world.statement(.delivered, issued: CarriageWorld.longAfter.advanced(by: Span(seconds: 301)))]
      case .tooMany: return try (1...9).map { try world.statement(.accepted, day: $0) }
      }
    }
  }

  @Test(arguments: Fault.allCases) func itIsRefusedByItsCode(_ fault: Fault) async throws {
    let world = try await CarriageWorlds.shared.after("never arrived, says the buyer")
    let carriages = try fault.statements(world)
    // Before it is kept, in a claim, and in an answer, after which the side may answer again.
    let kept = #expect(throws: Refusal.self) {
      try world.bundle(.seller).kept(carriages, trust: world.fair.trust, at: CarriageWorld.longAfter)
    }
    #expect(kept?.code == fault.code, "\(kept.map { "\($0)" } ?? "")")
    let claimed = #expect(throws: Refusal.self) {
      try world.open(.notDelivered, showing: world.bundle(.buyer, carriages))
    }
    #expect(claimed?.code == fault.code && claimed?.blame == .peer || fault == .afterItWasShown)
    var dispute = try world.open(.notDelivered, showing: world.bundle(.buyer))
    let answer = #expect(throws: Refusal.self) {
      let shown = try world.bundle(.seller, carriages)
      try dispute.take(
        .answered(world.answer(dispute, showing: shown), shown), at: CarriageWorld.longAfter, trust: world.fair.trust)
    }
    #expect(answer?.code == fault.code && dispute.answer == nil)
  }

  /// A deal that sends nothing has no use for one.
  @Test func aDealWithoutADispatchNoteKnowsNoParcel() async throws {
    let world = try await CarriageWorlds.shared.after("never arrived, says the buyer")
    let carriage = try world.statement(.delivered)
    let unsent = try EvidenceBundle(
      deal: world.fair.deal,
      items: (world.end.evidence[.buyer] ?? []).filter { !$0.bytes.contains(dispatch: world) }
        + [EvidenceItem(deal: world.fair.deal, form: carriage.kind.headerType, bytes: carriage.canonicalBytes)],
      roles: world.fair.roles)
    #expect(
      EvidenceJudge.judge(unsent, trust: world.fair.trust).links.first { $0.digest == carriage.digest }?.fault?.code
        == .outsideTerms)
  }

  /// Read strictly, and never larger than it has to be.
  @Test func onlyWhatIsWellFormedIsRead() async throws {
    let world = try await CarriageWorlds.shared.after("never arrived, says the buyer")
    let good = try world.statement(.delivered)
    let content = try VerifiedStatement<Carriage>(verifying: good, keys: KeySet()).content
    #expect(try Carriage(json: content.json) == content && Carriage(json: world.bare(content.json)) != content)
    for wrong in ["", String(repeating: "9", count: 81), "SD\n1"] {
      #expect(throws: CodingError.self) { try Carriage(json: content.json.with("parcel", wrong.json)) }
    }
    #expect(throws: CodingError.self, "before it has happened") {
      try Carriage(json: content.json.with("iat", Timestamp(seconds: content.at.seconds - 1).json))
    }
    #expect(throws: CodingError.self) { try Carriage(json: content.json.with("event", "lost".json)) }
    #expect(throws: CodingError.self) { try Carriage(json: content.json.with("weight", 3.json)) }
  }

  /// The numbers of two steps of a deal, and of two deals, have nothing in common, and the address cannot be read from its digest.
  @Test func aConsignmentSaysNothingOfItsDeal() async throws {
    var numbers = SystemRandomNumberGenerator()
    let deals = (0..<4).map { _ in ID<Deal>(using: &numbers) }
    let all = deals.flatMap { deal in (1...4).map { Consignment(deal: deal, turn: $0, address: ["Road 1"]) } }
    #expect(Set(all.map(\.number)).count == all.count && Set(all.compactMap(\.destination)).count == all.count)
    #expect(Consignment(deal: deals[0], turn: 1, address: nil).number == all[0].number)
    #expect(Consignment(deal: deals[0], turn: 1, address: ["Road", "1"]).destination != all[0].destination)
    #expect(try Consignment(json: all[0].json) == all[0])
  }
}

extension CarriageWorld {
  fileprivate func bare(_ json: JSON) -> JSON {
    guard case .object(let object) = json else { return json }
    return .object(object.without(["destination"]))
  }
}

extension JSON {
  fileprivate func with(_ name: String, _ value: JSON) -> JSON {
    guard case .object(let object) = self else { return self }
    return .object(object.with(name, value))
  }
}

extension SignedStatement {
  /// The same signature under other words.
  fileprivate func changed() throws -> SignedStatement {
    let text = String(decoding: canonicalBytes, as: UTF8.self)
    let payload = Base64URL.encode(
      Array(String(decoding: self.payload, as: UTF8.self).replacing("delivered", with: "damaged").utf8))
    return try SignedStatement(bytes: Array(text.replacing(Base64URL.encode(self.payload), with: payload).utf8))
  }
}

extension [UInt8] {
  fileprivate func contains(dispatch world: CarriageWorld) -> Bool {
    (try? SignedStatement(bytes: self))?.digest == world.sent.digest
  }
}
