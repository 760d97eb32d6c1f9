namespace LambdaSpeed.Intake;

/// <summary>A delivery and what was decided about it, until it is answered.</summary>
internal sealed class TakenDelivery<TMessage>(IDelivery<TMessage> delivery)
{
    public IDelivery<TMessage> Delivery => delivery;

    /// <summary>The message's id; null when it has none, or none was found.</summary>
    public string? Id { get; set; }

    /// <summary>Why it is not stored; null when it is.</summary>
    public string? Rejection { get; set; }

    /// <summary>The delivery of the same message in the same group that is stored; null when this is the first.</summary>
    public TakenDelivery<TMessage>? First { get; set; }

    /// <summary>Where parts of the message, or all of it, had been stored before.</summary>
    public LogPosition[] Known { get; set; } = [];

    /// <summary>What is stored of it by this group: which record of which share is its last one there.</summary>
    public List<(PartitionShare Share, int Last)> Parts { get; } = new(1);

    /// <summary>What it is answered, once the group is stored.</summary>
    public IntakeAnswer ToAnswer()
    {
        if (Rejection is not null) return IntakeAnswer.Rejected(Rejection);
        if (First is not null) return IntakeAnswer.Acknowledged(First.ToAnswer().Positions, isDuplicate: true);

        if (Parts.Count == 0) return IntakeAnswer.Acknowledged(Known, isDuplicate: true);

        var positions = new LogPosition[Known.Length + Parts.Count];
        Known.CopyTo(positions, 0);
        for (var i = 0; i < Parts.Count; i++) positions[Known.Length + i] = Parts[i].Share.PositionOf(Parts[i].Last);
        return IntakeAnswer.Acknowledged(positions);
    }
}
