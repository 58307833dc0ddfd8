/// What a carrier's commands say. Events have words of their own, `carrier.event.…`.
enum CarrierText: String, CaseIterable, Sendable {
  case carrierKey = "carrier.key"
  case carrierSigned = "carrier.signed"
}
