import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import Testing

/// Each attribute twice: an attack that goes through without it, and that it stops.
@Suite("What each attribute does")
struct AttributeEffectTests {
  private let market: ContainerMarket
  init() throws { market = try ContainerMarket() }

  @Test("confidentiality: an eavesdropper reads the items", arguments: [false, true])
  func confidentiality(_ demanded: Bool) throws {
    let letter = try ContainerMarket.note("meet at noon", SecurityAttributes(confidentiality: demanded))
    let package = try market.pack(letter).package
    let reading = Result { try market.verifier().verify(package, opening: market.strangerSeal)["note"] }
    let text = ByteString(Array("meet at noon".utf8)).json.canonicalBytes
    #expect((try? reading.get()) == (demanded ? nil : try ContainerMarket.data("meet at noon")))
    #expect(package.canonicalBytes.contains(text) != demanded)
    #expect(refusal(reading) == (demanded ? .notAParty : nil))
    #expect(try market.verifier().verify(package, opening: market.seal)["note"] != nil)
  }

  @Test("integrity: somebody on the way changes an item", arguments: [false, true])
  func integrity(_ demanded: Bool) throws {
    let attributes = SecurityAttributes(integrity: demanded)
    let letter = try ContainerMarket.note("pay 5", attributes)
    let honest = try market.pack(letter).package
    let changed = try honest.replacing("root", by: ContainerMarket.note("pay 500", attributes).root.json)
    let verifier = try market.verifier(demands: attributes, digest: demanded ? letter.digest : nil)
    let reading = Result { try verifier.verify(changed)["note"] }
    #expect((try? reading.get()) == (demanded ? nil : try ContainerMarket.data("pay 500")))
    #expect(refusal(reading) == (demanded ? .notAsOffered : nil))
    #expect(try verifier.verify(honest)["note"] == ContainerMarket.data("pay 5"))
    // The change together with the demand, towards a receiver that has no digest of its own.
    let stripped = try honest.replacing("root", by: ContainerMarket.note("pay 500", .none).root.json)
    let careful = try market.verifier(demands: attributes)
    #expect(refusal(Result { try careful.verify(stripped) }) == (demanded ? .outsideTerms : nil))
    #expect(refusal(Result { try careful.verify(honest) }) == (demanded ? .badSignature : nil))
  }

  @Test("authenticity: a stranger writes in the sender's place", arguments: [false, true])
  func authenticity(_ demanded: Bool) throws {
    let attributes = SecurityAttributes(authenticity: demanded ? .key : nil)
    let verifier = try market.verifier(
      demanded ? .tagger(market.knownSeal.publicKey) : .anybody, demands: attributes)
    let honest = try market.pack(ContainerMarket.note("yours", attributes)).package
    #expect(try verifier.verify(honest, opening: market.seal)["note"] == ContainerMarket.data("yours"))

    let stranger = ContainerSender(signingKey: market.stranger, sealingKey: market.strangerSeal)
    let theirs = try market.pack(ContainerMarket.note("theirs", attributes), from: stranger).package
    #expect(refusal(Result { try verifier.verify(theirs, opening: market.seal) }) == (demanded ? .wrongSigner : nil))
    let copied = try theirs.replacing("proof", by: honest.proof.json)
    #expect(refusal(Result { try verifier.verify(copied, opening: market.seal) }) == (demanded ? .badSignature : nil))
    let bare = try theirs.replacing("proof", by: ContainerProof.none.json)
    #expect(refusal(Result { try verifier.verify(bare, opening: market.seal) }) == (demanded ? .wrongSigner : nil))
    let lenient = try market.verifier()
    #expect(refusal(Result { try lenient.verify(bare, opening: market.seal) }) == (demanded ? .badSignature : nil))
  }

  @Test("certified authenticity: a key that nobody vouches for", arguments: [false, true])
  func certifiedAuthenticity(_ demanded: Bool) throws {
    let attributes = SecurityAttributes(authenticity: demanded ? .certified : .key, originNonRepudiation: true)
    let verifier = try market.verifier(demanded ? .certified(market.certified) : .anybody, demands: attributes)
    let honest = try market.pack(ContainerMarket.note("ours", attributes)).package
    if case .certified(let identity) = try verifier.verify(honest, opening: market.seal).origin {
      #expect(demanded && identity.key == market.known.publicKey)
    } else {
      #expect(!demanded)
    }
    // With the certificate of another, which does not fit the key, and with none.
    let borrowed = ContainerSender(signingKey: market.stranger, certificates: [market.certificate])
    let theirs = try market.pack(ContainerMarket.note("theirs", attributes), from: borrowed).package
    #expect(refusal(Result { try verifier.verify(theirs, opening: market.seal) }) == (demanded ? .badSignature : nil))
    let weaker = try market.pack(
      ContainerMarket.note("theirs", SecurityAttributes(originNonRepudiation: true)), from: borrowed
    ).package
    #expect(refusal(Result { try verifier.verify(weaker, opening: market.seal) }) == (demanded ? .untrusted : nil))
    #expect(
      refusal(Result { try market.verifier().verify(honest, opening: market.seal) }) == (demanded ? .untrusted : nil))
  }

  @Test("anonymity: the sender gives itself away by key, certificate, item or size", arguments: [false, true])
  func anonymity(_ demanded: Bool) throws {
    let attributes = SecurityAttributes(confidentiality: true, anonymity: demanded, originNonRepudiation: true)
    let sizes = try ["yes", String(repeating: "no ", count: 100)].map {
      try market.pack(ContainerMarket.note($0, attributes), from: market.sender(pseudonym: true)).package
        .canonicalBytes.count
    }
    #expect((sizes[0] == sizes[1]) == demanded)
    let letter = try ContainerMarket.note("yes", attributes)
    #expect(refusal(Result { try market.pack(letter) }) == (demanded ? .outsideTerms : nil))

    let own = try SignedStatement(
      ContainerStatement(
        container: letter.digest, sender: market.known.publicKey, receiver: nil, recipients: []),
      signedBy: [market.known])
    for item in [
      ContainerItem.statement(own),
      .credential(
        try CredentialItem(
          format: MediaType("text/plain"), bytes: [1], issuer: market.stranger.thumbprint,
          holder: market.known.thumbprint)),
    ] {
      let telling = try Container(
        root: ContainerMarket.branch("letter", attributes, [ContainerMarket.leaf("item", item)]),
        context: ContainerMarket.context)
      let packing = Result { try market.pack(telling, from: market.sender(pseudonym: true)) }
      #expect(refusal(packing) == (demanded ? .outsideTerms : nil))
    }
    let tagged = try ContainerMarket.note("yes", SecurityAttributes(authenticity: .key, anonymity: demanded))
    #expect(refusal(Result { try market.pack(tagged) }) == (demanded ? .outsideTerms : nil))

    // A receiver notices a sender that says it is anonymous and shows a certificate.
    let open = SecurityAttributes(anonymity: demanded, originNonRepudiation: true)
    let note = try ContainerMarket.note("yes", open)
    let statement = try SignedStatement(
      ContainerStatement(container: note.digest, sender: market.known.publicKey, receiver: nil, recipients: []),
      signedBy: [market.known], certificates: [market.certificate])
    let package = try market.pack(note, from: market.sender(pseudonym: true)).package
      .replacing("proof", by: ContainerProof.signed(statement).json)
    #expect(refusal(Result { try market.verifier().verify(package) }) == (demanded ? .outsideTerms : nil))
  }

  @Test("non-repudiation of origin: the sender denies before a third party", arguments: [false, true])
  func originNonRepudiation(_ demanded: Bool) throws {
    let attributes = SecurityAttributes(authenticity: .key, originNonRepudiation: demanded)
    let package = try market.pack(ContainerMarket.note("I owe you 5", attributes)).package
    let held = try market.verifier().verify(package, opening: market.seal)
    let judge = try market.verifier(.signer(market.known.thumbprint))
    let shown = Result { try judge.verify(Disclosure(of: "note", in: held)) }
    #expect((try? shown.get().entries.first?.item) == (demanded ? try ContainerMarket.data("I owe you 5") : nil))
    #expect(refusal(shown) == (demanded ? nil : .wrongSigner))
    // Nor does the package itself convince anybody but its receiver.
    #expect(refusal(Result { try market.verifier().verify(package) }) == (demanded ? nil : .badSignature))
  }

  @Test("non-repudiation of receipt: the receiver reads and denies", arguments: [false, true])
  func receiptNonRepudiation(_ demanded: Bool) throws {
    let attributes = SecurityAttributes(
      confidentiality: true, originNonRepudiation: true, receiptNonRepudiation: demanded)
    let packed = try market.pack(ContainerMarket.note("the secret", attributes))
    let verifier = try market.verifier(.signer(market.known.thumbprint), demands: attributes)
    let early = Result { try verifier.verify(packed.package, opening: market.seal)["note"] }
    #expect((try? early.get()) == (demanded ? nil : try ContainerMarket.data("the secret")))

    let offer = Result { try verifier.statementToConfirm(packed.package) }
    #expect(refusal(offer) == (demanded ? nil : .outsideTerms))
    guard demanded else { return }
    let statement = try offer.get()
    #expect(refusal(Result { try packed.keys(for: statement) }) == .wrongSigner)
    let other = try market.pack(ContainerMarket.note("another", attributes))
    let foreign = try verifier.statementToConfirm(other.package).countersigned(by: market.receiver)
    #expect(refusal(Result { try packed.keys(for: foreign) }) == .notAsOffered)

    let receipt = try statement.countersigned(by: market.receiver)
    let again = try PackedContainer(canonicalBytes: packed.canonicalBytes, limits: .statement(bytes: 2 << 20))
    let keys = try ReleasedKeys(canonicalBytes: again.keys(for: receipt).canonicalBytes)
    let opened = try verifier.verify(packed.package, opening: market.seal, released: keys)
    #expect(opened["note"] == (try ContainerMarket.data("the secret")))
    let proof = try VerifiedStatement<ContainerStatement>(verifying: receipt, keys: KeySet()).content
    #expect(proof.receiver == market.receiver.publicKey && proof.container == opened.digest)
    // Keys that are given away help nobody else.
    #expect(
      refusal(Result { try verifier.verify(packed.package, opening: market.strangerSeal, released: keys) })
        == .notAParty)
  }

  @Test("fairness: the items are given before the others come", arguments: [nil, FairnessLevel.strong])
  func fairness(_ demanded: FairnessLevel?) throws {
    let content = try ContentRoot(
      json: .fields(["length": 70_000.json, "root": ContainerMarket.context.json]))
    let goods = try ContainerMarket.branch(
      "goods", SecurityAttributes(fairness: demanded), [ContainerMarket.leaf("film", .content(content))])
    let container = try Container(
      root: ContainerMarket.branch("all", .none, [.branch(goods)]), context: ContainerMarket.context)
    let exchange = try ContainerExchange(container)
    #expect(exchange.items.map(\.path) == (demanded == nil ? [] : ["goods/film"]))
    #expect(exchange.afterwards.map(\.path) == (demanded == nil ? ["goods/film"] : []))
    // Data for money is fair with a window only, which is less than this node demands.
    let plan = try Planner.plan(proposer: [.data], invited: [.lock])
    #expect(refusal(Result { try exchange.check(plan) }) == (demanded == nil ? nil : .outsideTerms))
  }
}

/// The code of the refusal, if it was refused.
func refusal<Success>(_ result: Result<Success, any Error>) -> RefusalCode? {
  if case .failure(let error) = result { (error as? Refusal)?.code } else { nil }
}
