"""The requests of a central system: who takes each, and who spells the core's verdict on it (OCPP 1.6 5).

One that is answered at once, from the last told station, has no verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from pilotwire.core.reply import Reply
from pilotwire.ocpp.dialect import Refused, Taken
from pilotwire.ocpp.v16.from_csms import (
    cancel_reservation,
    certificate_signed,
    change_availability,
    change_configuration,
    clear_cache,
    clear_charging_profile,
    data_transfer,
    delete_certificate,
    extended_trigger_message,
    get_composite_schedule,
    get_configuration,
    get_diagnostics,
    get_installed_certificate_ids,
    get_local_list_version,
    get_log,
    install_certificate,
    remote_start_transaction,
    remote_stop_transaction,
    reserve_now,
    reset,
    send_local_list,
    set_charging_profile,
    signed_update_firmware,
    trigger_message,
    unlock_connector,
    update_firmware,
)
from pilotwire.ocpp.v16.from_csms.asking import Asking

TAKES: Mapping[str, Callable[[Any, Asking], Taken]] = {
    "CancelReservation": cancel_reservation.take,
    "CertificateSigned": certificate_signed.take,
    "ChangeAvailability": change_availability.take,
    "ChangeConfiguration": change_configuration.take,
    "ClearCache": clear_cache.take,
    "ClearChargingProfile": clear_charging_profile.take,
    "DataTransfer": data_transfer.take,
    "DeleteCertificate": delete_certificate.take,
    "ExtendedTriggerMessage": extended_trigger_message.take,
    "GetCompositeSchedule": get_composite_schedule.take,
    "GetConfiguration": get_configuration.take,
    "GetDiagnostics": get_diagnostics.take,
    "GetInstalledCertificateIds": get_installed_certificate_ids.take,
    "GetLocalListVersion": get_local_list_version.take,
    "GetLog": get_log.take,
    "InstallCertificate": install_certificate.take,
    "RemoteStartTransaction": remote_start_transaction.take,
    "RemoteStopTransaction": remote_stop_transaction.take,
    "ReserveNow": reserve_now.take,
    "Reset": reset.take,
    "SendLocalList": send_local_list.take,
    "SetChargingProfile": set_charging_profile.take,
    "SignedUpdateFirmware": signed_update_firmware.take,
    "TriggerMessage": trigger_message.take,
    "UnlockConnector": unlock_connector.take,
    "UpdateFirmware": update_firmware.take,
}
REPLIES: Mapping[str, Callable[[Reply], msgspec.Struct | Refused]] = {
    "CancelReservation": cancel_reservation.reply,
    "CertificateSigned": certificate_signed.reply,
    "ChangeAvailability": change_availability.reply,
    "ChangeConfiguration": change_configuration.reply,
    "ClearCache": clear_cache.reply,
    "ClearChargingProfile": clear_charging_profile.reply,
    "DataTransfer": data_transfer.reply,
    "DeleteCertificate": delete_certificate.reply,
    "ExtendedTriggerMessage": extended_trigger_message.reply,
    "GetCompositeSchedule": get_composite_schedule.reply,
    "GetDiagnostics": get_diagnostics.reply,
    "GetInstalledCertificateIds": get_installed_certificate_ids.reply,
    "GetLog": get_log.reply,
    "InstallCertificate": install_certificate.reply,
    "RemoteStartTransaction": remote_start_transaction.reply,
    "RemoteStopTransaction": remote_stop_transaction.reply,
    "ReserveNow": reserve_now.reply,
    "Reset": reset.reply,
    "SendLocalList": send_local_list.reply,
    "SetChargingProfile": set_charging_profile.reply,
    "SignedUpdateFirmware": signed_update_firmware.reply,
    "TriggerMessage": trigger_message.reply,
    "UnlockConnector": unlock_connector.reply,
    "UpdateFirmware": update_firmware.reply,
}
