using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Views;

/// <summary>What all that follow the views of a run are given.</summary>
/// <param name="Incarnation">Which start of the run this is; 0 where nothing counts them.</param>
/// <param name="Clock">By which failures are waited out.</param>
/// <param name="Logger">Where they are reported.</param>
internal sealed record FollowingSettings(long Incarnation, TimeProvider Clock, ILogger Logger);
