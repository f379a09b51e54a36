require "open3"
require "shellwords"

class ToolsController < ApplicationController
  def run
    host = params[:host]
    # ruleid: ruby.exec.command-injection
    system("ping -c 1 #{host}")
    # ruleid: ruby.exec.command-injection
    system "ping -c 1 " + params[:host]
    # ruleid: ruby.exec.command-injection
    @answer = `ping -c 1 #{host}`
    # ruleid: ruby.exec.command-injection
    @answer = %x(ping -c 1 #{params[:host]})
    # ruleid: ruby.exec.command-injection
    exec(params[:command])
    # ruleid: ruby.exec.command-injection
    IO.popen("grep #{host} /etc/hosts", "r") { |io| io.read }
    command = format("nslookup %s", host)
    # ruleid: ruby.exec.command-injection
    out, status = Open3.capture2e(command)
    # ruleid: ruby.exec.command-injection
    Open3.popen3("dig #{host}") { |_in, out, _err, _thread| out.read }
    parts = ["whois"]
    parts << host
    # ruleid: ruby.exec.command-injection
    spawn(parts.join(" "))
    # ruleid: ruby.exec.command-injection
    system("sh", "-c", "ping #{host}")
    # ruleid: ruby.exec.command-injection
    system(params[:program], "--version")
    script = <<~SH
      cd /tmp
      ping #{host}
    SH
    # ruleid: ruby.exec.command-injection
    Kernel.system(script)
    # ok: ruby.exec.command-injection
    system("ping", "-c", "1", host)
    # ok: ruby.exec.command-injection
    system("ping -c 1 #{Shellwords.escape(host)}")
    # ok: ruby.exec.command-injection
    system("ping -c 1 #{host.shellescape}")
    # ok: ruby.exec.command-injection
    Open3.capture2e("ping", "-c", "1", host)
    # ok: ruby.exec.command-injection
    system("ping -c #{params[:count].to_i} localhost")
    # ok: ruby.exec.command-injection
    IO.popen(["ping", host])
    # ok: ruby.exec.command-injection
    @answer = `uptime`
  end

  def checked
    host = params[:host]
    return unless host.match?(/\A[a-z0-9.]+\z/)

    # ok: ruby.exec.command-injection
    system("ping -c 1 #{host}")
  end
end

get "/ping" do
  # ruleid: ruby.exec.command-injection
  `ping #{params["host"]}`
end

run(lambda do |env|
  # ruleid: ruby.exec.command-injection
  [200, {}, [`date -d #{env["QUERY_STRING"]}`]]
end)
