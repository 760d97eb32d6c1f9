using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Epochs;

/// <summary>What a <see cref="CommitLoop"/> works with.</summary>
/// <param name="Run">Does work that may block, beside the tasks.</param>
/// <param name="Assist">Has the workers do something in between, slice by slice, until it answers false; best by the thread of a managed
/// id, if that is a worker's.</param>
/// <param name="Clock">Times the delays.</param>
/// <param name="Patience">How long a store may fail before the run does.</param>
/// <param name="Logger">Told of failures.</param>
internal sealed record CommitLoopSettings(
    Action<Action> Run, Action<Func<bool>, int> Assist, TimeProvider Clock, TimeSpan Patience, ILogger Logger);
