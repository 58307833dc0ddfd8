import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@Suite("Sealed parts of containers")
struct ContainerSealingTests {
  private let market: ContainerMarket
  init() throws { market = try ContainerMarket() }

  /// An open note and sealed goods, with an address in them for fewer eyes.
  private func parcel(_ attributes: SecurityAttributes = SecurityAttributes(originNonRepudiation: true)) throws
    -> Container
  {
    let address = try ContainerMarket.branch(
      "address", .none, [ContainerMarket.leaf("street", ContainerMarket.data("Elm Street 5"))])
    let goods = try ContainerMarket.branch(
      "goods", SecurityAttributes(confidentiality: true),
      [ContainerMarket.leaf("list", ContainerMarket.data("two books")), .branch(address)])
    return try Container(
      root: ContainerMarket.branch(
        "parcel", attributes, [ContainerMarket.leaf("note", ContainerMarket.data("hello")), .branch(goods)]),
      context: ContainerMarket.context)
  }

  private var both: ContainerRecipients {
    ContainerRecipients(
      [market.seal.publicKey, market.otherSeal.publicKey], narrower: ["goods/address": [market.seal.publicKey]])
  }

  @Test("each recipient reads what is for it, others only what is open, and all see one container")
  func recipients() throws {
    let parcel = try parcel()
    let package = try market.pack(parcel, to: both).package
    let verifier = try market.verifier(.signer(market.known.thumbprint))
    let full = try verifier.verify(package, opening: market.seal)
    #expect(full.entries == parcel.entries)
    #expect(full.closedParts.isEmpty)
    let partial = try verifier.verify(package, opening: market.otherSeal)
    #expect(partial.entries.map(\.path) == ["note", "goods/list"])
    #expect(partial.closedParts.count == 1)
    let open = try verifier.verify(package)
    #expect(open.entries.map(\.path) == ["note"])
    #expect([full, partial, open].allSatisfy { $0.digest == parcel.digest && $0.origin == full.origin })
    #expect(partial.attributes(at: "goods/list")?.confidentiality == true)
    #expect(partial["goods/address/street"] == nil)
  }

  @Test("a package survives its JSON form")
  func roundTrip() throws {
    let package = try market.pack(parcel(), to: both).package
    let again = try UnverifiedContainer(canonicalBytes: package.canonicalBytes)
    #expect(again == package && again.digest == package.digest)
    #expect(try market.verifier().verify(again, opening: market.seal).entries.count == 3)
  }

  @Test("whoever cannot read around a subtree cannot be its only reader, and open parts have no readers")
  func widening() throws {
    for narrower in [
      ["goods/address": [market.strangerSeal.publicKey]], ["goods": []], ["note": [market.seal.publicKey]],
      ["goods/adress": [market.seal.publicKey]],
      ["goods": [market.seal.publicKey, market.seal.publicKey]],
    ] {
      let recipients = ContainerRecipients([market.seal.publicKey, market.otherSeal.publicKey], narrower: narrower)
      #expect(refusal(Result { try market.pack(parcel(), to: recipients) }) == .outsideTerms)
    }
    let crowd = ContainerRecipients((0..<17).map { _ in SealingKey().publicKey })
    #expect(refusal(Result { try market.pack(parcel(), to: crowd) }) == .outsideTerms)
    #expect(refusal(Result { try market.pack(parcel(), to: ContainerRecipients([])) }) == .outsideTerms)
  }

  @Test("who could open it cannot pass the sealed container on as sent to another")
  func forwarding() throws {
    let parcel = try parcel()
    let honest = try market.pack(parcel).package
    // The receiver seals the same tree to a third one, under the sender's own statement.
    let forwarder = ContainerSender(signingKey: market.stranger)
    let third = SealingKey()
    let again = try market.pack(parcel, from: forwarder, to: ContainerRecipients([third.publicKey])).package
    let forwarded = try again.replacing("proof", by: honest.proof.json)
    #expect(forwarded.digest == honest.digest)
    let verifier = try market.verifier(.signer(market.known.thumbprint))
    #expect(refusal(Result { try verifier.verify(forwarded, opening: third) }) == .notAParty)
  }

  @Test("nobody can put another's sealed part under a proof of its own")
  func transplant() throws {
    let parcel = try parcel()
    let honest = try market.pack(parcel).package
    let claim = ContainerStatement(
      container: honest.digest, sender: market.stranger.publicKey, receiver: nil, recipients: [market.seal.publicKey])
    let stolen = try honest.replacing(
      "proof", by: ContainerProof.signed(SignedStatement(claim, signedBy: [market.stranger])).json)
    let read = try market.verifier(.signer(market.stranger.thumbprint)).verify(stolen, opening: market.seal)
    #expect(read.entries.map(\.path) == ["note"])
  }

  @Test("no changed byte of a signed package goes unnoticed")
  func flips() throws {
    let package = try market.pack(parcel()).package
    let verifier = try market.verifier(.signer(market.known.thumbprint))
    let whole = try verifier.verify(package, opening: market.seal)
    var bytes = package.canonicalBytes
    var numbers = SeededNumbers(8)
    for index in bytes.indices where index % 3 == 0 {
      let (kept, mask) = (bytes[index], UInt8(1) << UInt8.random(in: 0..<7, using: &numbers))
      bytes[index] ^= mask
      if let changed = try? UnverifiedContainer(canonicalBytes: bytes),
        let read = try? verifier.verify(changed, opening: market.seal)
      {
        // A changed sealed key closes the part; it opens nothing else.
        #expect(read.digest == whole.digest && read.entries.map(\.path) == ["note"], "byte \(index)")
      }
      bytes[index] = kept
    }
  }

  @Test("a branch that demands confidentiality must not come in the open")
  func opened() throws {
    let parcel = try parcel()
    let package = try market.pack(parcel).package
    let leaked = try package.replacing("root", by: parcel.root.json)
    #expect(leaked.digest == package.digest)
    #expect(refusal(Result { try market.verifier().verify(leaked, opening: market.seal) }) == .outsideTerms)
  }

  @Test("a sealed part of another content than the tree says convicts its sender")
  func garbage() throws {
    let signed = SecurityAttributes(confidentiality: true)
    let (one, other) = try (
      market.pack(ContainerMarket.note("one", signed)).package,
      market.pack(ContainerMarket.note("other", signed)).package
    )
    guard case .object(let root)? = one.json["root"], let box = other.json["root"]?["box"] else {
      Issue.record("the root is sealed")
      return
    }
    let mixed = try one.replacing("root", by: .object(root.with("box", box)))
    #expect(refusal(Result { try market.verifier().verify(mixed, opening: market.seal) }) == .goodsInvalid)
  }

  @Test("a container is good for what it was sent for")
  func purpose() throws {
    let package = try market.pack(parcel()).package
    let elsewhere = try ContainerVerifier(
      policy: ContainerPolicy(
        sender: .signer(market.known.thumbprint), demands: .none,
        context: Digest(of: Array("another deal".utf8), for: .context)))
    #expect(refusal(Result { try elsewhere.verify(package, opening: market.seal) }) == .outsideTerms)
    let moved = try package.replacing("context", by: Digest(of: Array("another deal".utf8), for: .context).json)
    #expect(refusal(Result { try elsewhere.verify(moved, opening: market.seal) }) == .badSignature)
  }

  @Test("what the attributes demand and the keys cannot do is refused, not done by halves")
  func missingKeys() throws {
    for (attributes, sender) in [
      (SecurityAttributes(originNonRepudiation: true), ContainerSender()),
      (SecurityAttributes(authenticity: .key), ContainerSender(signingKey: market.known)),
      (SecurityAttributes(authenticity: .certified), ContainerSender(signingKey: market.known)),
    ] {
      let packing = Result { try market.pack(ContainerMarket.note("x", attributes), from: sender) }
      #expect(refusal(packing) == .outsideTerms)
    }
    var numbers = SeededNumbers(1)
    let receipt = try ContainerMarket.note("x", SecurityAttributes(receiptNonRepudiation: true))
    let nameless = ContainerPacker(sender: market.sender(), recipients: ContainerRecipients([market.seal.publicKey]))
    #expect(refusal(Result { try nameless.pack(receipt, using: &numbers) }) == .outsideTerms)
  }

  @Test("certificates are shown where a certified sender is demanded, and nowhere else")
  func certificates() throws {
    for (attributes, shown) in [
      (SecurityAttributes(originNonRepudiation: true), false), (SecurityAttributes(authenticity: .certified), true),
    ] {
      guard case .signed(let statement) = try market.pack(ContainerMarket.note("x", attributes)).package.proof else {
        Issue.record("it is signed")
        continue
      }
      #expect(statement.signatures.allSatisfy { $0.header.certificates.isEmpty != shown })
    }
  }

  @Test("a policy that no container can meet makes no verifier")
  func policies() throws {
    for (sender, demands) in [
      (ContainerPolicy.Sender.anybody, SecurityAttributes(authenticity: .certified)),
      (.certified(market.certified), SecurityAttributes(authenticity: .certified, anonymity: true)),
      (
        .certified(CertificatePolicy(roots: [], role: .seller, time: ContainerMarket.now)),
        SecurityAttributes(authenticity: .certified)
      ),
    ] {
      #expect(throws: CryptographyError.self) { _ = try market.verifier(sender, demands: demands) }
    }
  }
}
