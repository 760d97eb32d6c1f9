namespace LambdaSpeed.Kafka;

/// <summary>Where a member of a group stands in a partition. Under the gate of its <see cref="KafkaHoldings"/>.</summary>
internal sealed class KafkaHolding
{
    /// <summary>The offset behind the last message that was emitted here, or that a checkpoint knows.</summary>
    public long Next { get; set; }

    /// <summary>Is the partition this member's?</summary>
    public bool IsHeld { get; set; }

    /// <summary>Is it about to be given away, so that nothing more of it is emitted? Only while it is held.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>The position that the group knows; negative when it knows none. Of a partition that is held.</summary>
    public long Told { get; set; } = -1;
}
