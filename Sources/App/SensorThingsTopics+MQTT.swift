// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import MQTT
public import SensorThings

// Interfaces do not know each other; here they meet.
extension SensorThingsTopics: TopicService {}
