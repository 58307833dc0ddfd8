import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperTesting
import Testing

@Suite("Parts of containers shown to an arbiter")
struct DisclosureTests {
  private let market: ContainerMarket
  init() throws { market = try ContainerMarket() }

  private func order() throws -> Container {
    let prices = try (0..<5).map { index in
      try ContainerMarket.leaf("price-\(index)", ContainerMarket.data("\(index)"), salt: UInt64(10 + index))
    }
    let goods = try ContainerMarket.branch("goods", SecurityAttributes(confidentiality: true), prices)
    return try Container(
      root: ContainerMarket.branch(
        "order", SecurityAttributes(originNonRepudiation: true),
        [.branch(goods), ContainerMarket.leaf("diagnosis", ContainerMarket.data("influenza"), salt: 20)]),
      context: ContainerMarket.context)
  }

  @Test("every item and every subtree can be shown, by sender and receiver, with what holds for it")
  func everything() throws {
    let order = try order()
    let package = try market.pack(order).package
    let held = try market.verifier().verify(package, opening: market.seal)
    let judge = try market.verifier(.signer(market.known.thumbprint), demands: SecurityAttributes(integrity: true))
    for path in ["", "goods"] + order.entries.map(\.path) {
      let shown = try Disclosure(of: path, in: held)
      #expect(shown == (try Disclosure(of: path, in: order, as: package)))
      let verified = try judge.verify(Disclosure(canonicalBytes: shown.canonicalBytes))
      #expect(verified.path == path && verified.container == order.digest)
      #expect(verified.origin == .signed(market.known.publicKey))
      #expect(
        verified.entries == order.entries.filter { path.isEmpty || $0.path == path || $0.path.hasPrefix(path + "/") })
    }
  }

  @Test("what is not shown stays hidden, also from who guesses")
  func hidden() throws {
    let order = try order()
    let held = try market.verifier().verify(market.pack(order).package, opening: market.seal)
    let bytes = try Disclosure(of: "goods/price-1", in: held).canonicalBytes
    for text in ["influenza", "0", "2", "3", "4"] {
      #expect(!bytes.contains(ByteString(Array(text.utf8)).json.canonicalBytes))
    }
    #expect(!bytes.contains(Array("diagnosis".utf8)) && !bytes.contains(Array("price-2".utf8)))
    // A guess is confirmed only by who knows the salt.
    let right = try ContainerMarket.leaf("diagnosis", ContainerMarket.data("influenza"), salt: 20)
    let guess = try ContainerMarket.leaf("diagnosis", ContainerMarket.data("influenza"), salt: 21)
    #expect(bytes.contains(right.digest.json.canonicalBytes))
    #expect(!bytes.contains(guess.digest.json.canonicalBytes))
  }

  @Test("a shown item is where it says, and is what was signed")
  func lies() throws {
    let held = try market.verifier().verify(market.pack(order()).package, opening: market.seal)
    let judge = try market.verifier(.signer(market.known.thumbprint))
    let honest = try Disclosure(of: "goods/price-1", in: held)
    let other = try Disclosure(of: "goods/price-2", in: held)
    guard case .object(let object) = honest.json, case .array(let steps)? = object["steps"],
      case .object(let last)? = steps.last, let node = other.json["node"]
    else {
      Issue.record("a disclosure is an object with steps")
      return
    }
    let changed: [(JSON, RefusalCode)] = [
      (.object(object.with("node", node)), .badSignature),
      (.object(object.with("steps", .array(Array(steps.dropFirst())))), .badSignature),
      (.object(object.with("steps", .array([steps[0], .object(last.with("index", 2.json))]))), .badSignature),
      (.object(object.with("steps", .array([steps[0], .object(last.with("children", 64.json))]))), .proofInvalid),
      (
        .object(
          object.with(
            "steps", .array([steps[0], .object(last.with("attributes", SecurityAttributes.none.json))]))),
        .badSignature
      ),
      (.object(object.with("steps", .array([steps[0], .object(last.with("name", "gifts".json))]))), .badSignature),
      (.object(object.with("proof", ContainerProof.none.json)), .wrongSigner),
      (.object(object.with("context", "other".documentDigestForTests.json)), .outsideTerms),
    ]
    for (index, (json, code)) in changed.enumerated() {
      #expect(refusal(Result { try judge.verify(Disclosure(json: json)) }) == code, "case \(index)")
    }
  }

  @Test("part of a subtree cannot pass for all of it")
  func leftOut() throws {
    let held = try market.verifier().verify(market.pack(order()).package, opening: market.seal)
    let judge = try market.verifier(.signer(market.known.thumbprint))
    let honest = try Disclosure(of: "goods", in: held)
    guard case .object(let object) = honest.json, case .object(let node)? = object["node"],
      case .array(let children)? = node["children"]
    else {
      Issue.record("a subtree has children")
      return
    }
    let less = JSON.object(object.with("node", .object(node.with("children", .array(Array(children.dropLast()))))))
    #expect(refusal(Result { try judge.verify(Disclosure(json: less)) }) == .badSignature)
  }

  @Test("nobody shows what stands nowhere or is closed to it")
  func closed() throws {
    let package = try market.pack(order()).package
    let held = try market.verifier().verify(package)
    for path in ["goods", "", "price-1", "goods/price-9", "diagnosis/x"] {
      #expect(refusal(Result { try Disclosure(of: path, in: held) }) == .notFound)
    }
    #expect(try Disclosure(of: "diagnosis", in: held).canonicalBytes.isEmpty == false)
  }

  @Test("without a signature a known digest convinces, and nothing else")
  func unsigned() throws {
    let order = try Container(root: order().root.demandingNothing, context: ContainerMarket.context)
    let package = try market.pack(order).package
    let held = try market.verifier().verify(package)
    let shown = try Disclosure(of: "diagnosis", in: held)
    #expect(refusal(Result { try market.verifier().verify(shown) }) == .badSignature)
    let verified = try market.verifier(digest: order.digest).verify(shown)
    #expect(verified.origin == .unproven && verified.entries.count == 1)
    #expect(refusal(Result { try market.verifier(digest: order.root.digest).verify(shown) }) == .notAsOffered)
  }
}

extension String {
  fileprivate var documentDigestForTests: Digest { Digest(of: Array(utf8), for: .context) }
}

extension ContainerBranch {
  /// The same items without demands.
  fileprivate var demandingNothing: ContainerBranch {
    get throws {
      try ContainerBranch(
        name: name, attributes: .none,
        children: children.map { child in
          if case .branch(let branch) = child { .branch(try branch.demandingNothing) } else { child }
        })
    }
  }
}
