public import SemperCommunication
import SemperModel
public import SemperSET

/// Takes messages of SET over HTTP for who answers them. A refusal is an Error message with status 200; problem details mean that
/// nothing was decided.
public struct SETRoutes: Sendable {
  private let media: SETMedia
  private let path: String
  private let summary: String
  private let answer: @Sendable ([UInt8]) async throws -> [UInt8]

  public init(
    _ media: SETMedia, at path: String = SETMedia.path, summary: String,
    answer: @escaping @Sendable ([UInt8]) async throws -> [UInt8]
  ) {
    self.media = media
    self.path = path
    self.summary = summary
    self.answer = answer
  }

  /// A merchant: PInitReq, PReq and InqReq.
  public init(merchant: any CardMerchant) {
    self.init(.payment, summary: "Takes a cardholder's message of SET (DER).") { try await merchant.answer($0) }
  }

  public var routes: [Route] {
    [
      Route(.post, path, summary: summary, limits: RouteLimits(body: MessageWrapper.largest)) {
        [media, answer] request, _ in
        guard request.contentType == media.rawValue else {
          throw Refusal(.malformed, blame: .peer, "messages are taken here as \(media.rawValue)")
        }
        return Reply(contentType: media.rawValue, body: .bytes(try await answer(request.body)))
      }
    ]
  }
}
