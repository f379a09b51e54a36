class User < ApplicationRecord
  def self.named(name)
    # ruleid: ruby.sql.formatted-value
    where(active: true).where("name = '#{name}'")
  end

  def self.purge(day)
    # ruleid: ruby.sql.formatted-value
    connection.execute("DELETE FROM users WHERE seen < '#{day}'")
  end

  def self.safe(name, team)
    # ok: ruby.sql.formatted-value
    where(active: true).where("name = ?", name)
    # ok: ruby.sql.formatted-value
    where(active: true).where("team_id = #{team.id}")
    # ok: ruby.sql.formatted-value
    connection.execute("DELETE FROM users WHERE name = #{connection.quote(name)}")
    # ok: ruby.sql.formatted-value
    connection.execute("ANALYZE users")
  end
end
