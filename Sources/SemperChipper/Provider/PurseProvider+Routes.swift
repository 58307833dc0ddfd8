import SemperBank
import SemperCoding
public import SemperCommunication
public import SemperModel
import SemperPayments

extension PurseProvider {
  /// What the host answers over a network.
  public func routes(now: @escaping @Sendable () async -> Timestamp) -> [Route] {
    [orderRoute(now)] + purseRoutes(now) + lockRoutes(now) + refundRoutes(now) + [collectionRoute(now)]
  }

  private func orderRoute(_ now: @escaping @Sendable () async -> Timestamp) -> Route {
    .orders(of: PurseLetter.self, summary: "A purse for the holder of an account (purse-order).") {
      try await issue($0, now: now())
    }
  }

  private func lockRoutes(_ now: @escaping @Sendable () async -> Timestamp) -> [Route] {
    let limits = RouteLimits(body: 8 << 10)
    return [
      Route(.post, RemotePurseHost.locks, summary: "Go for a purchase under a lock.", limits: limits) { request, _ in
        let asked = try read(LockedOffer.self, request.body)
        return .json(ByteString(try await order(asked.offer, locking: asked.lock, now: now()).bytes))
      },
      Route(.post, RemotePurseHost.receipts, summary: "The receipt of such a lock.", limits: limits) { request, _ in
        guard let receipt = try await receipt(of: try read(LockTerms.self, request.body)) else {
          throw Refusal(.unknownLock, blame: .peer, "no purse has paid into a lock with these terms")
        }
        return .json(receipt)
      },
    ]
  }

  private func purseRoutes(_ now: @escaping @Sendable () async -> Timestamp) -> [Route] {
    let limits = RouteLimits(body: 2048)
    return [
      Route(.post, RemotePurseHost.orders, summary: "Go for a load or unload.", limits: limits) { request, _ in
        let offer = try read(PurseOffer.self, request.body)
        return .json(ByteString(try await order(offer, now: now()).bytes))
      },
      Route(.post, RemotePurseHost.completions, summary: "A purse's word about a load or unload.", limits: limits) {
        request, _ in
        try await complete(try read(PurseCompletion.self, request.body), now: now())
        return .json(true)
      },
      Route(
        .get, RemotePurseHost.open + "/{purse}", summary: "What a purse has not told about.", limits: limits
      ) { _, parameters in
        guard let purse = try? CardNumber(text: try parameters.value("purse")) else {
          throw Refusal(.malformed, blame: .peer, "a purse has a number of 16 hexadecimal digits")
        }
        return .json(try await open(purse))
      },
    ]
  }

  private func collectionRoute(_ now: @escaping @Sendable () async -> Timestamp) -> Route {
    Route(
      .post, RemotePurseHost.collections, summary: "What a module has taken.",
      limits: RouteLimits(body: RemotePurseHost.largest)
    ) { request, _ in
      let delivery = try read(ModuleDelivery.self, request.body)
      guard try await hosted(delivery.module) == nil else {
        throw Refusal(
          .untrusted, blame: .peer, "the module \(delivery.module) is kept here, and is collected from here")
      }
      return .json(try await collect(delivery, now: now()))
    }
  }

  private func refundRoutes(_ now: @escaping @Sendable () async -> Timestamp) -> [Route] {
    let limits = RouteLimits(body: 2048)
    return [
      Route(.post, RemotePurseHost.refunds, summary: "A merchant's refund.", limits: limits) { request, _ in
        try await refund(try read(ModuleRefund.self, request.body), now: now())
        return .json(true)
      },
      Route(
        .get, RemotePurseHost.refunds + "/{reference}", summary: "What was given back for a reason.", limits: limits
      ) { _, parameters in
        let text = try parameters.value("reference")
        guard let bytes = try? Base64URL.decode(text), let reference = try? Digest(bytes: bytes),
          let found = try await refund(for: reference)
        else { throw Refusal(.notFound, blame: .peer, "nothing was given back for this reason") }
        return .json(found)
      },
    ]
  }

  private func read<Value: CanonicalValue>(_ type: Value.Type, _ body: [UInt8]) throws(Refusal) -> Value {
    do {
      return try Value(canonicalBytes: body)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the request cannot be read: \(error)")
    }
  }
}
