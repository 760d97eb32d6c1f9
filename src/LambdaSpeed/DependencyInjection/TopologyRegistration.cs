namespace LambdaSpeed.DependencyInjection;

/// <summary>A topology that was added to the services, to be described when the host starts.</summary>
internal sealed record TopologyRegistration(
    string Name, Action<IServiceProvider, TopologyBuilder> Describe, Func<IServiceProvider, SpeedLayerOptions>? Options);
