namespace LambdaSpeed.Views;

/// <summary>A view whose tasks know how far event time has come.</summary>
internal interface IEventTimeView
{
    /// <summary>How far it had come in all tasks in a sealed epoch; null when some know none.</summary>
    DateTimeOffset? WatermarkAsOf(EpochId epoch);
}
