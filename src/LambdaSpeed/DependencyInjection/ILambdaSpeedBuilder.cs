using Microsoft.Extensions.DependencyInjection;

namespace LambdaSpeed;

/// <summary>What <c>services.AddLambdaSpeed()</c> returns: where topologies and satellites are added.</summary>
public interface ILambdaSpeedBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}
