import Foundation

/// A claim about a purchase, with its evidence.
struct ClaimedDeal: Codable {
  let claim: Data
  let bundle: Data
  let trust: Data
}
