import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import Testing

@testable import SemperServers

/// A container that a peer offers, looked at before anybody commits.
@Suite struct PeerSideTests {
  private let number: Nonce
  private let key = SigningKey()
  private let other = SigningKey()
  private let seal = SealingKey()
  private let mine = SealingKey()
  private let stranger = SealingKey()

  init() throws { number = try Nonce(bytes: [UInt8](repeating: 3, count: Nonce.size)) }

  private static let sealed = SecurityAttributes(confidentiality: true, originNonRepudiation: true)

  private func agreement(_ giving: ContainerOutline<PartyWare>, seesData: Bool = true) throws -> PartyAgreement {
    PartyAgreement(
      gives: .container(giving), expects: .list([.statement(try HumanText("a receipt"))]),
      arbiter: try Address("http://127.0.0.1:1"), peer: try Address("http://127.0.0.1:2"), patience: Span(seconds: 1),
      closes: Span(seconds: 90), window: Span(seconds: 9), atLeast: .strong, arbiterSeesData: seesData)
  }

  private static func outline(_ attributes: SecurityAttributes) throws -> ContainerOutline<PartyWare> {
    ContainerOutline([.statement(try HumanText("a word")), .smallData(folder: "/lessons")], attributes: attributes)
  }

  private func offered(_ outline: ContainerOutline<PartyWare>, seesData: Bool = true) throws -> PartyContainer {
    let root = try ContentRoot(json: .fields(["length": 1_000.json, "root": "files".documentDigest.json]))
    let items = zip(
      outline.entries, [ItemDescription.statement(document: "a word".documentDigest), .checkedData(root)]
    ).map { entry, description in
      DescribedItem(path: "proposer/\(entry.number)-\(entry.item.name)", salt: number, description: description)
    }
    return try PartyContainer(outline, items, of: agreement(outline, seesData: seesData), number)
  }

  private func said(_ container: PartyContainer, showsData: Bool = true) throws -> PeerSide.Said {
    let packed = try container.packed(key: key, seal: seal, to: mine.publicKey)
    return try PeerSide.Said(
      json: .fields([
        "container": packed.json, "items": .array([]), "showsData": showsData ? nil : false.json,
      ]))
  }

  private func heard(
    _ said: PeerSide.Said, isProposer: Bool = true, signer: PublicKey? = nil, with own: SealingKey? = nil
  ) throws -> PeerSide {
    try PeerSide(
      said, isProposer: isProposer, number: number, key: signer ?? key.publicKey, seal: seal.publicKey,
      opening: own ?? mine)
  }

  private func code(_ body: () throws -> PeerSide) -> RefusalCode? {
    do {
      _ = try body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test func bothSidesComputeTheSame() throws {
    for seesData in [true, false] {
      let container = try offered(Self.outline(Self.sealed), seesData: seesData)
      let peer = try heard(said(container, showsData: seesData))
      #expect(peer.items == container.exchange.items && peer.digest == container.container.digest)
      #expect(peer.items.map(\.path) == ["proposer/1-statement", "proposer/2-small-data"])
      // What no arbiter may see is exchanged in the form of which it sees a chunk.
      #expect(peer.items.map(\.description.itemClass) == [.statement, .data])
      #expect(peer.exchange?.level == .strong)
      // Nor what is confidential, although it may see data.
      let open = try offered(Self.outline(SecurityAttributes(integrity: true)), seesData: seesData)
      #expect(
        try heard(said(open, showsData: seesData)).items.map(\.description.itemClass)
          == [.statement, seesData ? .checkedData : .data])
    }
  }

  @Test func whatIsConfidentialIsReadByItsPeerOnly() throws {
    let said = try said(offered(Self.outline(Self.sealed)))
    #expect(!String(decoding: said.canonicalBytes, as: UTF8.self).contains("described"))
    #expect(code { try heard(said, with: stranger) } == .notAParty)
    let open = try self.said(offered(Self.outline(SecurityAttributes(integrity: true))))
    #expect(String(decoding: open.canonicalBytes, as: UTF8.self).contains("described"))
  }

  @Test func aContainerIsItsSendersAndForThisExchange() throws {
    let said = try said(offered(Self.outline(Self.sealed)))
    #expect(code { try heard(said) } == nil)
    #expect(code { try heard(said, signer: other.publicKey) } == .notAsOffered)
    #expect(code { try heard(said, isProposer: false) } == .outsideTerms)
    let tagged = try self.said(offered(Self.outline(SecurityAttributes(authenticity: .key))))
    #expect(code { try heard(tagged) } == nil)
    #expect(
      code {
        try PeerSide(
          tagged, isProposer: true, number: number, key: key.publicKey, seal: stranger.publicKey, opening: mine)
      } == .notAsOffered)
  }

  @Test func aContainerThatIsProtectedLessThanExpectedIsRefused() throws {
    let expected = ContainerOutline<ExpectedWare>(
      [.statement(try HumanText("a word")), .smallData(longest: 2_000)], attributes: Self.sealed)
    func check(_ peer: PeerSide) -> RefusalCode? {
      do throws(Refusal) {
        try peer.check(expected)
        return nil
      } catch { return error.code }
    }
    #expect(check(try heard(said(offered(Self.outline(Self.sealed))))) == nil)
    #expect(check(try heard(said(offered(Self.outline(SecurityAttributes(confidentiality: true)))))) == .notAsOffered)
    let list = try PeerSide.Said(json: .fields(["items": .array([])]))
    #expect(check(try heard(list)) == .notAsOffered)
  }

  @Test func whatIsNotExchangedIsNotOffered() throws {
    let half = try ContainerOutline<PartyWare>(
      json: CanonicalJSON.parse(
        Array(
          #"{"items":[{"gives":"statement","what":"a"}],"parts":[{"attributes":{"fairness":"S"},"items":[{"gives":"small-data","what":"/x"}],"name":"p"}]}"#
            .utf8)))
    #expect(throws: Refusal.self) { try offered(half) }
    #expect(throws: Refusal.self) { try offered(Self.outline(SecurityAttributes(receiptNonRepudiation: true))) }
    // A certificate of its own a party has not.
    #expect(throws: Refusal.self) { try offered(Self.outline(SecurityAttributes(authenticity: .certified))) }
  }

  /// A container that demands anonymity pays in coins, and gives no certificate that names its holder.
  @Test func whatTheAttributesForbidIsNotOffered() throws {
    let anonymous = SecurityAttributes(anonymity: true)
    let bank = try Address("http://127.0.0.1:3")
    let price = Money(minorUnits: 500, .euro)
    let account = PartyWare.accountMoney(price, bank: bank, settlement: Span(seconds: 60))
    func made(
      _ ware: PartyWare, _ description: ItemDescription, _ attributes: SecurityAttributes, naming: Set<String> = []
    ) -> RefusalCode? {
      do {
        let outline = ContainerOutline([ware], attributes: attributes)
        let item = DescribedItem(path: "proposer/1", salt: number, description: description)
        _ = try PartyContainer(outline, [item], of: agreement(outline), number, namingHolder: naming)
        return nil
      } catch { return (error as? Refusal)?.code }
    }
    let (payee, ledger) = (other.thumbprint, key.thumbprint)
    let locked = ItemDescription.reversibleLock(
      amount: price, payee: payee, ledger: ledger, settlement: Span(seconds: 60))
    #expect(made(account, locked, anonymous) == .notAnonymous)
    #expect(made(account, locked, .none) == nil)
    #expect(
      made(.money(price, bank: bank), .lock(amount: price, payee: payee, ledger: ledger), anonymous) == nil)
    let diploma = ItemDescription.certificate(document: "a diploma".documentDigest, issuer: ledger)
    #expect(made(.certificate(grant: "/grant"), diploma, anonymous) == nil)
    #expect(made(.certificate(grant: "/grant"), diploma, anonymous, naming: ["proposer/1"]) == .outsideTerms)
    #expect(made(.certificate(grant: "/grant"), diploma, .none, naming: ["proposer/1"]) == nil)
    // The owner hears of it when the agreement is read.
    let written = try agreement(ContainerOutline([account], attributes: anonymous))
    #expect(throws: CodingError.self) { try PartyAgreement(json: written.json) }
  }

  /// Who says that it is anonymous and pays from an account is refused by its peer too.
  @Test func whatThePeersOwnAttributesForbidIsRefused() throws {
    let described = ItemDescription.reversibleLock(
      amount: Money(minorUnits: 500, .euro), payee: other.thumbprint, ledger: key.thumbprint,
      settlement: Span(seconds: 60))
    let side = try ContainerBranch(
      name: "proposer", attributes: SecurityAttributes(anonymity: true, fairness: .strongWithWindow),
      children: [.leaf(ContainerLeaf(name: "1-account-money", salt: number, item: .described(described)))])
    let container = try Container(
      root: ContainerBranch(name: PartyContainer.rootName, attributes: .none, children: [.branch(side)]),
      context: PartyContainer.context(number, isProposer: true))
    var generator = SystemRandomNumberGenerator()
    let packed = try ContainerPacker(
      sender: ContainerSender(signingKey: key, sealingKey: seal), recipients: ContainerRecipients([mine.publicKey])
    ).pack(container, using: &generator).package
    let said = try PeerSide.Said(json: .fields(["container": packed.json, "items": .array([])]))
    #expect(code { try heard(said) } == .notAnonymous)
  }

  @Test func anAgreementIsWrittenAsItWasRead() throws {
    for agreement in [
      try agreement(Self.outline(Self.sealed)), try agreement(Self.outline(.none), seesData: false),
    ] {
      #expect(try PartyAgreement(canonicalBytes: agreement.canonicalBytes) == agreement)
      #expect(agreement.wish(peerShows: true).arbiterMaySeeData == agreement.arbiterSeesData)
      #expect(!agreement.wish(peerShows: false).arbiterMaySeeData)
    }
    let conflict = try agreement(Self.outline(SecurityAttributes(authenticity: .certified, anonymity: true)))
    #expect(throws: CodingError.self) { try PartyAgreement(json: conflict.json) }
  }
}
