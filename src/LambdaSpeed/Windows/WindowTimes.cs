using LambdaSpeed.State;

namespace LambdaSpeed.Windows;

/// <summary>How far event time has come in the tasks that write windows, in one attempt of the run.</summary>
/// <param name="Watermarks">The watermarks of the tasks, as of each epoch.</param>
/// <param name="Released">Up to when they have let go of windows, as of each epoch; null when all are kept.</param>
internal sealed record WindowTimes(TaskSection<long> Watermarks, TaskSection<long>? Released);
